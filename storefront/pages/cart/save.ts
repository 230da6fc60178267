export { saveLine as POST } from '../../actions/change-cart.ts';
