export { removeLine as POST } from '../../actions/change-cart.ts';
