package io.parley.events.log;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a decoded record in which something is missing that its type promises. Without this a fact that lacks its
 * message id would be read, and break every view at the same place of the log, for ever.
 */
final class Completeness {

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            var components = type.getRecordComponents();
            for (var component : components) {
                component.getAccessor().setAccessible(true);
            }
            return components;
        }
    };

    private Completeness() {}

    static void require(Object decoded) {
        if (decoded instanceof Collection<?> elements) {
            elements.forEach(Completeness::requireElement);
        } else if (decoded instanceof Record) {
            for (var component : COMPONENTS.get(decoded.getClass())) {
                requireComponent(decoded, component);
            }
        }
    }

    private static void requireElement(@Nullable Object element) {
        if (element == null) {
            throw new UnreadableRecord("an element of a list is missing");
        }
        require(element);
    }

    private static void requireComponent(Object decoded, RecordComponent component) {
        var value = value(decoded, component);
        if (value != null) {
            require(value);
        } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            throw new UnreadableRecord("%s of %s is missing"
                    .formatted(component.getName(), decoded.getClass().getSimpleName()));
        }
    }

    private static @Nullable Object value(Object decoded, RecordComponent component) {
        try {
            return component.getAccessor().invoke(decoded);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's own accessor cannot be called", e);
        }
    }
}
