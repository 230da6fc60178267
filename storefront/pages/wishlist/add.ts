export { addToWishlist as POST } from '../../actions/wishlist.ts';
