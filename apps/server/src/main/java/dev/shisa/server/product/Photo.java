package dev.shisa.server.product;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture of a product: decoded to pixels and encoded anew, so that nothing of the file that was sent is passed on, neither
 * a place where it was taken nor bytes that a browser would read as something else. A phone writes which way is up beside
 * the pixels; that is read before it is dropped, and the pixels are turned.
 */
record Photo(byte[] jpeg, int width, int height) {

    /** A photograph of a phone has half of it. */
    static final int FILE_BYTES_MAX = 20 << 20;

    /** Legible on a page; a poster is a document. */
    static final int EDGE_PX = 640;

    /** Three bytes a pixel and some more. */
    private static final long PIXELS_MAX = 40_000_000;

    /** So much of a file is searched for which way is up. */
    private static final int HEAD_BYTES_MAX = 128 << 10;

    private static final int ORIENTATION = 0x0112;

    /** One at a time, because one may take a hundred megabytes. */
    private static final Semaphore TURN = new Semaphore(1, true);

    /** What came of a file. */
    sealed interface Outcome {

        record Taken(Photo photo) implements Outcome {}

        /** @param why the end of a key below {@code product.photo.refused.} */
        record Refused(String why) implements Outcome {}
    }

    static Outcome of(byte[] file) {
        if (file.length > FILE_BYTES_MAX) {
            return new Outcome.Refused("large");
        }
        if (starts(file, 0, "RIFF") && starts(file, 8, "WEBP")) {
            return new Outcome.Refused("webp");
        }
        boolean jpeg = file.length > 3 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
        boolean png = file.length > 8 && (file[0] & 0xff) == 0x89 && starts(file, 1, "PNG");
        if (!jpeg && !png) {
            return new Outcome.Refused("kind");
        }
        TURN.acquireUninterruptibly();
        try {
            return read(file, jpeg ? "image/jpeg" : "image/png", jpeg ? orientation(file) : 1);
        } catch (IOException | RuntimeException e) {
            // The decoder met bytes that it cannot make sense of: an expected outcome for files of others.
            return new Outcome.Refused("broken");
        } finally {
            TURN.release();
        }
    }

    private static boolean starts(byte[] file, int at, String with) {
        byte[] bytes = with.getBytes(StandardCharsets.US_ASCII);
        return file.length >= at + bytes.length
                && ByteBuffer.wrap(file, at, bytes.length).equals(ByteBuffer.wrap(bytes));
    }

    private static Outcome read(byte[] file, String mediaType, int orientation) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(mediaType);
        if (!readers.hasNext()) {
            return new Outcome.Refused("kind");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > PIXELS_MAX) {
                return new Outcome.Refused("pixels");
            }
            ImageReadParam param = reader.getDefaultReadParam();
            int step = Math.max(1, Math.max(width, height) / (2 * EDGE_PX));
            param.setSourceSubsampling(step, step, 0, 0);
            BufferedImage small = small(reader.read(0, param), orientation);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(small, "jpeg", out)) {
                throw new IllegalStateException("this Java writes no JPEG");
            }
            return new Outcome.Taken(new Photo(out.toByteArray(), small.getWidth(), small.getHeight()));
        } finally {
            reader.dispose();
        }
    }

    /** On white, the right way up, at most as large as {@link #EDGE_PX}. */
    private static BufferedImage small(BufferedImage image, int orientation) {
        double scale = Math.min(1.0, (double) EDGE_PX / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        boolean lies = orientation >= 5;
        BufferedImage small =
                new BufferedImage(lies ? height : width, lies ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, small.getWidth(), small.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.transform(upright(orientation, width, height));
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }

    /** The eight orientations of Exif 2.32, section 4.6.4: how the stored picture is turned and mirrored to stand upright. */
    private static AffineTransform upright(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    /** Which way is up, from the first directory of the Exif segment; 1 where nothing is said. */
    private static int orientation(byte[] file) {
        int end = Math.min(file.length, HEAD_BYTES_MAX);
        int at = 2;
        while (at + 4 <= end && (file[at] & 0xff) == 0xff) {
            int length = (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
            if ((file[at + 1] & 0xff) == 0xe1 && starts(file, at + 4, "Exif\0\0") && at + 2 + length <= end) {
                return first(
                        ByteBuffer.wrap(file, at + 10, Math.max(0, length - 8)).slice());
            }
            at += 2 + Math.max(2, length);
        }
        return 1;
    }

    private static int first(ByteBuffer tiff) {
        if (tiff.remaining() < 8) {
            return 1;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return 1;
        }
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries && directory + 2 + 12 * (i + 1) <= tiff.limit(); i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
                int value = tiff.getShort(entry + 8) & 0xffff;
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
