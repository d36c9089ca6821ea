package io.parley.local.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Lays out what processes run from: each build of a service once, named by what is in its jar. A running suite therefore never
 * looks at the build's output again, and an AOT cache stays valid, because it knows its jars by path and time.
 */
public final class ImageCache {
    private static final int EXTRACTION_SECONDS = 60;
    private static final String TETHER = Tether.class.getName().replace('.', '/') + ".class";

    /** Reactor Netty otherwise listens to silence for two seconds, twice, before it lets go. */
    private static final List<String> SERVICE_OPTIONS = List.of("-Dreactor.netty.ioShutdownQuietPeriod=0");

    private final Path directory;

    public ImageCache(Path directory) {
        this.directory = directory;
    }

    /** A Spring Boot jar taken apart by its own tool, behind a jar that holds nothing but the tether. */
    public Image service(String name, Path jar) throws IOException {
        var layout = laidOut(name, Fingerprint.ofJars(List.of(jar)), unfinished -> {
            extract(jar, unfinished);
            writeTetherJar(unfinished.resolve("tether.jar"));
        });
        var application = layout.resolve(jar.getFileName());
        var classPath = layout.resolve("tether.jar") + ":" + application;
        return image(name, layout, classPath, mainClassOf(application), SERVICE_OPTIONS);
    }

    /** A main class of this very program: Kafka or the database. They share their jars. */
    public Image own(Class<?> main, List<Path> classPath, List<String> jvmOptions) throws IOException {
        var layout = laidOut("embedded", Fingerprint.ofJars(classPath), unfinished -> {
            for (var jar : classPath) {
                Files.copy(jar, unfinished.resolve(jar.getFileName()));
            }
        });
        var copies = new ArrayList<String>();
        classPath.forEach(jar -> copies.add(layout.resolve(jar.getFileName()).toString()));
        return image(main.getSimpleName(), layout, String.join(":", copies), main.getName(), jvmOptions);
    }

    private static Image image(String name, Path layout, String classPath, String mainClass, List<String> jvmOptions) {
        var fits = new ArrayList<>(JvmOptions.forHeap(0));
        fits.addAll(jvmOptions);
        fits.add(System.getProperty("java.home"));
        fits.add(Runtime.version().toString());
        return new Image(classPath, mainClass, jvmOptions, layout.resolve(name + "-" + Fingerprint.of(fits) + ".aot"));
    }

    private Path laidOut(String name, String fingerprint, Filling filling) throws IOException {
        var layout = directory.resolve(name + "-" + fingerprint);
        if (Files.isDirectory(layout)) {
            return layout;
        }
        Files.createDirectories(directory);
        deleteEarlierBuilds(name);
        var unfinished = directory.resolve(name + ".unfinished");
        Files.createDirectory(unfinished);
        filling.fill(unfinished);
        return Files.move(unfinished, layout, StandardCopyOption.ATOMIC_MOVE);
    }

    private void deleteEarlierBuilds(String name) throws IOException {
        try (Stream<Path> builds = Files.list(directory)) {
            for (var build : builds.filter(path -> isBuildOf(name, path)).toList()) {
                deleteTree(build);
            }
        }
    }

    private static boolean isBuildOf(String name, Path path) {
        var file = path.getFileName().toString();
        return file.equals(name + ".unfinished")
                || (file.startsWith(name + "-") && file.length() == name.length() + 1 + Fingerprint.LENGTH);
    }

    private static void extract(Path jar, Path destination) throws IOException {
        var tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        destination.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!tool.waitFor(EXTRACTION_SECONDS, TimeUnit.SECONDS) || tool.exitValue() != 0) {
                throw new IOException("cannot take " + jar + " apart: is it a Spring Boot jar?");
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking " + jar + " apart", impatient);
        } finally {
            var _ = tool.destroyForcibly();
        }
    }

    private static void writeTetherJar(Path file) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(file));
                var tether = Tether.class.getClassLoader().getResourceAsStream(TETHER)) {
            if (tether == null) {
                throw new IOException("the launcher's own jar is incomplete: " + TETHER);
            }
            jar.putNextEntry(new ZipEntry(TETHER));
            var _ = tether.transferTo(jar);
        }
    }

    private static String mainClassOf(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        var _ = Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @FunctionalInterface
    private interface Filling {
        void fill(Path directory) throws IOException;
    }
}
