export {
    Children, Component, Fragment, PureComponent, StrictMode, Suspense, cloneElement, createContext, createElement,
    createRef, default, forwardRef, isValidElement, lazy, memo, startTransition, use, useCallback, useContext,
    useDeferredValue, useEffect, useEffectEvent, useId, useImperativeHandle, useInsertionEffect, useLayoutEffect, useMemo,
    useReducer, useRef, useState, useSyncExternalStore, useTransition, version,
} from 'react';
export { createRoot, hydrateRoot } from 'react-dom/client';
