export { moveLine as POST } from '../../actions/change-cart.ts';
