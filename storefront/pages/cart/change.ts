export { changeLine as POST } from '../../actions/change-cart.ts';
