package io.parley.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The repository the suite is started from: finds what the build put there. */
record Installation(Path root) {
    Path serviceJar(String service) {
        var target = root.resolve(service + "-service/target");
        var prefix = "parley-" + service + "-service-";
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .max(Comparator.comparing(Installation::builtAt))
                    .orElseThrow(() -> notBuilt(target));
        } catch (IOException noDirectory) {
            throw notBuilt(target);
        }
    }

    /** What Kafka, the database and this launcher run from: the launcher's jar and what its manifest names. */
    List<Path> ownClassPath() throws IOException {
        var target = root.resolve("deploy/local/target");
        var jar = target.resolve("parley-local.jar");
        if (Files.notExists(jar)) {
            throw notBuilt(target);
        }
        var classPath = new ArrayList<Path>();
        classPath.add(jar);
        try (var file = new JarFile(jar.toFile())) {
            var libraries = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (var library : libraries.split(" ", -1)) {
                classPath.add(target.resolve(library));
            }
        }
        return classPath;
    }

    private static FileTime builtAt(Path jar) {
        try {
            return Files.getLastModifiedTime(jar);
        } catch (IOException goneMeanwhile) {
            return FileTime.fromMillis(0);
        }
    }

    private static CannotStart notBuilt(Path directory) {
        return new CannotStart("Not built yet: there is no jar in " + directory + ". ./parley up builds it.");
    }
}
