export { downloadData as GET } from '../../../actions/privacy.ts';
