export { dismissNotices as POST } from '../../actions/change-cart.ts';
