export { removeFromWishlist as POST } from '../../actions/wishlist.ts';
