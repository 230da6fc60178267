export { addToCart as POST } from '../../actions/change-cart.ts';
