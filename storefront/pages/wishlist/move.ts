export { moveFromWishlist as POST } from '../../actions/wishlist.ts';
