export { restoreLine as POST } from '../../actions/change-cart.ts';
