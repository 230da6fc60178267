export { dropCoupon as POST } from '../../actions/change-cart.ts';
