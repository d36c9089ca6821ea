/**
 * The widget for Vue 3: `import ChatWidget from '…/widget/vue.js'`, then `<ChatWidget theme="dark" @message="…" />`.
 */

import { defineComponent, onBeforeUnmount, onMounted, watch } from 'vue';
import { chatWidgetComponent } from './vue-component.js';

export default chatWidgetComponent({ defineComponent, onBeforeUnmount, onMounted, watch });
