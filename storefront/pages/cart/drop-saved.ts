export { dropSavedLine as POST } from '../../actions/change-cart.ts';
