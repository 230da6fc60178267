export { wishLine as POST } from '../../actions/change-cart.ts';
