export { removeFromCompare as POST } from '../../actions/compare.ts';
