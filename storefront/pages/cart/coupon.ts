export { useCoupon as POST } from '../../actions/change-cart.ts';
