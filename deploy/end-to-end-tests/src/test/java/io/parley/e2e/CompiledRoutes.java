package io.parley.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every route the services and the gateway have, read from their compiled classes: mapped controllers, socket handlers and
 * folders of files. Names of path variables are left out, {@code GET /chat/{}/history}.
 */
final class CompiledRoutes {
    private static final String ANNOTATIONS = "Lorg/springframework/web/bind/annotation/";
    private static final Map<String, String> METHODS = Map.of(
            ANNOTATIONS + "GetMapping;", "GET",
            ANNOTATIONS + "PostMapping;", "POST",
            ANNOTATIONS + "PutMapping;", "PUT",
            ANNOTATIONS + "PatchMapping;", "PATCH",
            ANNOTATIONS + "DeleteMapping;", "DELETE",
            ANNOTATIONS + "RequestMapping;", "ANY");
    private static final String SOCKETS = "org/springframework/web/reactive/handler/SimpleUrlHandlerMapping";
    private static final String FUNCTIONS = "org/springframework/web/reactive/function/server/RouterFunctions";
    private static final String GATEWAY_ROUTES = "org/springframework/cloud/gateway/route/";

    private CompiledRoutes() {}

    static TreeSet<String> of(Path root) {
        var routes = new TreeSet<String>();
        for (var classes : serviceClasses(root)) {
            try (Stream<Path> files = Files.walk(classes)) {
                files.filter(file -> file.toString().endsWith(".class")).forEach(file -> read(file, routes));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return routes;
    }

    static String withoutNames(String route) {
        return route.replaceAll("\\{[^}]*}", "{}");
    }

    private static List<Path> serviceClasses(Path root) {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> folder.getFileName().toString().endsWith("-service"))
                    .map(folder -> folder.resolve("target/classes"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void read(Path file, TreeSet<String> routes) {
        try {
            var model = ClassFile.of().parse(file);
            for (var prefix : prefixes(model)) {
                for (var method : model.methods()) {
                    annotations(method.findAttribute(Attributes.runtimeVisibleAnnotations())
                                    .map(found -> found.annotations())
                                    .orElse(List.of()))
                            .forEach(route -> routes.add(withoutNames(route.formatted(prefix))));
                }
            }
            routes.addAll(handlers(model));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What stands before the paths of a controller's methods. */
    private static List<String> prefixes(ClassModel model) {
        var prefixes = model
                .findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(found -> found.annotations())
                .orElse(List.of())
                .stream()
                .filter(annotation -> METHODS.containsKey(annotation.className().stringValue()))
                .flatMap(annotation -> paths(annotation).stream())
                .toList();
        return prefixes.isEmpty() ? List.of("") : prefixes;
    }

    private static List<String> annotations(List<Annotation> annotations) {
        var routes = new ArrayList<String>();
        for (var annotation : annotations) {
            var method = METHODS.get(annotation.className().stringValue());
            if (method != null) {
                var paths = paths(annotation);
                (paths.isEmpty() ? List.of("") : paths).forEach(path -> routes.add(method + " %s" + path));
            }
        }
        return routes;
    }

    private static List<String> paths(Annotation annotation) {
        return annotation.elements().stream()
                .filter(element ->
                        List.of("value", "path").contains(element.name().stringValue()))
                .map(AnnotationElement::value)
                .flatMap(value ->
                        value instanceof AnnotationValue.OfArray all ? all.values().stream() : Stream.of(value))
                .map(value -> ((AnnotationValue.OfString) value).stringValue())
                .toList();
    }

    /** Paths that a class hands to a mapping; the gateway's tables of who answers what are routes of the services. */
    private static List<String> handlers(ClassModel model) {
        var named = new ArrayList<String>();
        boolean isSocket = false;
        boolean isFolder = false;
        boolean isTable = false;
        for (var entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry name -> {
                    isSocket |= name.asInternalName().equals(SOCKETS);
                    isFolder |= name.asInternalName().equals(FUNCTIONS);
                    isTable |= name.asInternalName().startsWith(GATEWAY_ROUTES);
                }
                case StringEntry text when text.stringValue().startsWith("/") -> named.add(text.stringValue());
                default -> {}
            }
        }
        var routes = new ArrayList<String>();
        for (var path : named) {
            if (isSocket && path.startsWith("/ws/") && !isTable) {
                routes.add(withoutNames("WS " + path));
            } else if (isFolder && path.endsWith("/**") && (!isTable || isOwnFolder(path))) {
                routes.add("GET " + path);
            }
        }
        return routes;
    }

    private static boolean isOwnFolder(String path) {
        return path.equals("/static/**") || path.equals("/desk/**");
    }
}
