package io.parley.completion.key.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Master keys in a file that nobody but its owner writes and nobody but its owner, or a group, reads. It is replaced
 * whole, so that a process that looks at it sees the versions of before or those of after.
 */
public final class MasterKeyFile {

    static final int MAX_BYTES = 64 * 1024;

    private static final Set<PosixFilePermission> TOO_MUCH = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;

    public MasterKeyFile(Path path) {
        this.path = path;
    }

    /** What tells one content of the file from another. */
    record Stamp(FileTime modified, long size, @Nullable Object file) {}

    Stamp stamp() throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    /** @throws IllegalStateException says what is wrong with the file, and nothing of what it holds */
    MasterKeyRing read() {
        try {
            checkPermissions();
            if (Files.size(path) > MAX_BYTES) {
                throw new IllegalStateException(path + " is too large to be a file of master keys");
            }
            var text = Files.readAllBytes(path);
            try {
                var ring = MasterKeyRing.parse(text);
                if (ring.versions().isEmpty()) {
                    throw new IllegalStateException(path + " holds no master key");
                }
                return ring;
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(path + ": " + e.getMessage());
            } finally {
                KeyVault.wipe(text);
            }
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("there is no file of master keys at " + path);
        } catch (AccessDeniedException e) {
            throw new IllegalStateException(path + " cannot be read: permission denied");
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    private void checkPermissions() throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            var permissions = view.readAttributes().permissions();
            if (permissions.stream().anyMatch(TOO_MUCH::contains)) {
                throw new IllegalStateException("%s is open to others (%s): chmod 600 %s"
                        .formatted(path, PosixFilePermissions.toString(permissions), path));
            }
        }
    }

    /** The versions there are. */
    public NavigableSet<Integer> versions() {
        var ring = read();
        ring.wipe();
        return ring.versions();
    }

    /** Adds a random key of a version that is newer than all there are. */
    public void add(int version) {
        if (version > MasterKeyRing.MAX_VERSION) {
            throw new IllegalStateException("there are no versions above " + MasterKeyRing.MAX_VERSION);
        }
        var ring = read();
        var key = AesGcm.newKey();
        var more = ring.with(version, key);
        write(more);
        KeyVault.wipe(key);
        ring.wipe();
        more.wipe();
    }

    public void remove(Set<Integer> versions) {
        var ring = read();
        write(ring.without(versions));
        ring.wipe();
    }

    /** On the disk before it is seen: a key that wrapped something must never be lost again. */
    private void write(MasterKeyRing ring) {
        var text = ring.text();
        try {
            var file = path.toRealPath();
            var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            Files.deleteIfExists(unfinished);
            // Empty it lets its owner alone read it, as the file it replaces does or did.
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                for (var bytes = ByteBuffer.wrap(text); bytes.hasRemaining(); ) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(file));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (var directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be written", e);
        } finally {
            KeyVault.wipe(text);
        }
    }

    /** Holds the file for one that changes it; null where somebody else does. Closing the channel gives it back. */
    public @Nullable FileChannel lock() {
        try {
            var file = path.toRealPath();
            var channel = FileChannel.open(
                    file.resolveSibling(file.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                return null;
            }
            return channel;
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("there is no file of master keys at " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be locked", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
