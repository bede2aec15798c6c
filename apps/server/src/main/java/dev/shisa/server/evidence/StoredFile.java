package dev.shisa.server.evidence;

/**
 * A file that lies in the {@link Blobs}.
 *
 * @param fileName what the sender called it, without folders or control characters
 * @param mediaType what its bytes look like, never what the sender said
 * @param nameDisagrees whether the end of its name promises another type than its bytes
 */
public record StoredFile(String sha256, long sizeBytes, String fileName, String mediaType, boolean nameDisagrees) {}
