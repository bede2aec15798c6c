package dev.shisa.server.evidence;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Small pictures of pictures, made anew from the decoded pixels so that nothing of the original bytes reaches a browser's
 * decoder. Only PNG and JPEG; the measurements are read before a pixel is decoded, and too large ones are declined.
 */
@Component
class Previews {

    static final int EDGE_PX = 640;

    /** Three bytes a pixel and some more: at most about 200 MB are ever in use. */
    private static final long PIXELS_MAX = 40_000_000;

    private static final int AT_ONCE = 2;
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg");
    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    private final Blobs blobs;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    Previews(Blobs blobs) {
        this.blobs = blobs;
    }

    static boolean has(StoredFile file) {
        return TYPES.contains(file.mediaType());
    }

    /** A PNG of at most 640 × 640; nothing when the file is no picture that can be shown. */
    Optional<byte[]> png(StoredFile file) {
        return png(file, EDGE_PX);
    }

    /** A PNG whose longer edge is at most so long. */
    Optional<byte[]> png(StoredFile file, int edgePx) {
        if (!has(file)) {
            return Optional.empty();
        }
        turns.acquireUninterruptibly();
        try {
            return read(blobs.path(file.sha256()), file.mediaType(), edgePx);
        } catch (IOException | RuntimeException e) {
            // The decoder met bytes that it cannot make sense of: an expected outcome for files of others.
            LOG.debug("no preview of {}", file.sha256(), e);
            return Optional.empty();
        } finally {
            turns.release();
        }
    }

    private static Optional<byte[]> read(Path path, String mediaType, int edgePx) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(mediaType);
        if (!readers.hasNext()) {
            return Optional.empty();
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = ImageIO.createImageInputStream(path.toFile())) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1 || (long) width * height > PIXELS_MAX) {
                return Optional.empty();
            }
            ImageReadParam param = reader.getDefaultReadParam();
            int step = Math.max(1, Math.max(width, height) / (2 * edgePx));
            param.setSourceSubsampling(step, step, 0, 0);
            return Optional.of(small(reader.read(0, param), edgePx));
        } finally {
            reader.dispose();
        }
    }

    private static byte[] small(BufferedImage image, int edgePx) throws IOException {
        double scale = Math.min(1.0, (double) edgePx / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(small, "png", out);
        return out.toByteArray();
    }
}
