package io.parley.completion.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** Files made to harm whoever opens them, and some that are merely of no use. */
public final class HostileFiles {

    private static final int MEGABYTE = 1 << 20;
    private static final String TEXT_PART = "word/document.xml";

    private HostileFiles() {}

    /** A DOCX whose text unpacks to four gigabytes of zeros. */
    public static byte[] zipBomb() {
        return zipBomb(4_000L * MEGABYTE);
    }

    /** The same, which says that there are a thousand bytes. */
    public static byte[] lyingZipBomb() {
        return zipBomb(1_000);
    }

    private static byte[] zipBomb(long size) {
        var honest = OrdinaryFiles.withParts(Map.of());
        var zip = new RawZip();
        honest.forEach((name, content) -> zip.add(name, content, content.length, crc(content), 0));
        zip.add(TEXT_PART, zeros(4_000), size, 0, 8);
        return zip.end();
    }

    /** So many megabytes of zeros, deflated; a megabyte of them is deflated once, and said again and again. */
    private static byte[] zeros(int megabytes) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[MEGABYTE]);
        var megabyte = new byte[64 * 1024];
        // A full flush ends on a byte and refers to nothing before it.
        int length = deflater.deflate(megabyte, 0, megabyte.length, Deflater.FULL_FLUSH);
        var all = new ByteArrayOutputStream();
        for (int count = 0; count < megabytes; count++) {
            all.write(megabyte, 0, length);
        }
        var end = new Deflater(Deflater.BEST_COMPRESSION, true);
        end.finish();
        all.write(megabyte, 0, end.deflate(megabyte));
        return all.toByteArray();
    }

    /** Just below a million in the open: more do not fit into what is taken. */
    public static byte[] pdfOfObjects() {
        var pdf = new StringBuilder("%PDF-1.4\n");
        for (int id = 1; id <= 800_000; id++) {
            pdf.append(id).append(" 0 obj 1 endobj\n");
        }
        return latin(pdf.append("trailer<</Root 1 0 R/Size 800001>>\n%%EOF\n").toString());
    }

    /** A million in a compressed stream of objects, all of them named by the table of a sound file. */
    public static byte[] pdfOfCompressedObjects() {
        int count = 1_000_000;
        int firstId = 10;
        var index = new StringBuilder();
        var values = new StringBuilder();
        for (int at = 0; at < count; at++) {
            index.append(firstId + at).append(' ').append(2 * at).append(' ');
            values.append("1 ");
        }
        var objects = deflated(latin(index.toString() + values));
        var pdf = new ByteArrayOutputStream();
        pdf.writeBytes(latin("%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"));
        int pages = pdf.size();
        pdf.writeBytes(latin("2 0 obj<</Type/Pages/Count 1/Kids[10 0 R]>>endobj\n"));
        int stream = pdf.size();
        pdf.writeBytes(latin("3 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n"
                .formatted(count, index.length(), objects.length)));
        pdf.writeBytes(objects);
        pdf.writeBytes(latin("\nendstream endobj\n"));
        int table = pdf.size();
        var rows = ByteBuffer.allocate(7 * (firstId + count));
        for (int id = 0; id < firstId + count; id++) {
            switch (id) {
                case 1 -> rows.put((byte) 1).putInt(9).putShort((short) 0);
                case 2 -> rows.put((byte) 1).putInt(pages).putShort((short) 0);
                case 3 -> rows.put((byte) 1).putInt(stream).putShort((short) 0);
                case 4 -> rows.put((byte) 1).putInt(table).putShort((short) 0);
                default -> rows.put((byte) (id < firstId ? 0 : 2)).putInt(3).putShort((short) (id - firstId));
            }
        }
        var references = deflated(rows.array());
        pdf.writeBytes(latin("4 0 obj<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n"
                .formatted(firstId + count, references.length)));
        pdf.writeBytes(references);
        pdf.writeBytes(latin("\nendstream endobj\nstartxref\n%d\n%%%%EOF\n".formatted(table)));
        return pdf.toByteArray();
    }

    /** A page whose drawing unpacks to a gigabyte of numbers. */
    public static byte[] pdfBomb() {
        var content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0x78, (byte) 0xDA});
        content.writeBytes(zeros(1_000));
        var pdf = new ByteArrayOutputStream();
        pdf.writeBytes(latin("""
                %PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
                3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>endobj
                """));
        pdf.writeBytes(latin("4 0 obj<</Filter/FlateDecode/Length %d>>stream\n".formatted(content.size())));
        pdf.writeBytes(content.toByteArray());
        pdf.writeBytes(latin("\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n"));
        return pdf.toByteArray();
    }

    /** Refers to a file of the machine it is read on, and to an address in its network. */
    public static byte[] docxWithEntities() {
        return OrdinaryFiles.docxOf("""
                <?xml version="1.0"?>
                <!DOCTYPE w:document [
                  <!ENTITY file SYSTEM "file:///etc/passwd">
                  <!ENTITY net SYSTEM "http://169.254.169.254/latest/meta-data/">
                ]>
                <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
                <w:p><w:r><w:t>&file;&net;</w:t></w:r></w:p></w:body></w:document>
                """);
    }

    public static byte[] pdfWithPassword() {
        try (var pdf = new PDDocument();
                var bytes = new ByteArrayOutputStream()) {
            OrdinaryFiles.addPage(pdf, "The secret of the house.");
            var policy = new StandardProtectionPolicy("owner", "user", new AccessPermission());
            policy.setEncryptionKeyLength(256);
            pdf.protect(policy);
            pdf.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] docxWithPassword() {
        try (var container = new POIFSFileSystem();
                var bytes = new ByteArrayOutputStream()) {
            var encryptor = new EncryptionInfo(EncryptionMode.standard).getEncryptor();
            encryptor.confirmPassword("user");
            try (var content = encryptor.getDataStream(container)) {
                content.write(OrdinaryFiles.docx("The secret of the house."));
            }
            container.writeFilesystem(bytes);
            return bytes.toByteArray();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A table calculation that somebody named otherwise. */
    public static byte[] spreadsheet() {
        return OrdinaryFiles.zip(Map.of(
                "[Content_Types].xml",
                OrdinaryFiles.bytes("<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
                        + "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"),
                "xl/workbook.xml",
                OrdinaryFiles.bytes("<workbook/>")));
    }

    public static byte[] png() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    }

    /** Elements within elements, as deep as they go. */
    public static byte[] deepHtml() {
        return latin("<html><body>" + "<div>".repeat(1_000_000) + "deep</body></html>");
    }

    public static byte[] brokenPdf() {
        return latin("%PDF-1.4\n" + "garbage ".repeat(100));
    }

    public static byte[] brokenDocx() {
        var whole = OrdinaryFiles.docx("A paragraph.");
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] deflated(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long crc(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    /** A ZIP that says of its parts whatever it is told to. */
    private static final class RawZip {

        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
        private int count;

        void add(String name, byte[] content, long size, long crc, int method) {
            int place = parts.size();
            var common = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
            common.putShort((short) 20)
                    .putShort((short) 0)
                    .putShort((short) method)
                    .putInt(0)
                    .putInt((int) crc);
            common.putInt(content.length)
                    .putInt((int) size)
                    .putShort((short) name.length())
                    .putShort((short) 0);
            parts.writeBytes(new byte[] {'P', 'K', 3, 4});
            parts.writeBytes(common.array());
            parts.writeBytes(latin(name));
            parts.writeBytes(content);
            directory.writeBytes(new byte[] {'P', 'K', 1, 2, 20, 0});
            directory.writeBytes(common.array());
            var rest = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
            directory.writeBytes(rest.putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(place)
                    .array());
            directory.writeBytes(latin(name));
            count++;
        }

        byte[] end() {
            int place = parts.size();
            parts.writeBytes(directory.toByteArray());
            parts.writeBytes(new byte[] {'P', 'K', 5, 6});
            var end = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
            end.putShort((short) 0).putShort((short) 0).putShort((short) count).putShort((short) count);
            end.putInt(directory.size()).putInt(place).putShort((short) 0);
            parts.writeBytes(end.array());
            return parts.toByteArray();
        }
    }
}
