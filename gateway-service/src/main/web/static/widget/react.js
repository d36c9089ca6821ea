/**
 * The widget for React 18 and later: `import ChatWidget from '…/widget/react.js'`, then `<ChatWidget theme="dark" />`.
 */

import { useEffect, useRef } from 'react';
import { chatWidgetComponent } from './react-component.js';

export default chatWidgetComponent({ useEffect, useRef });
