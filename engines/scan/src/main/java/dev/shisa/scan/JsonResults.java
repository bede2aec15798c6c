package dev.shisa.scan;

import tools.jackson.databind.JsonNode;

/** Sees by its keys whose result a JSON file is. */
final class JsonResults {

    private JsonResults() {}

    static ScanResult read(byte[] bytes) throws UnreadableScanException {
        JsonNode root = Json.read(bytes);
        if (root.isArray() || root.has("scanResult")) {
            return TestsslReader.read(root);
        }
        if (root.has("runs") && root.has("version")) {
            return SarifReader.read(root);
        }
        if (root.has("site") && root.has("@version")) {
            return ZapReader.read(root);
        }
        throw new UnreadableScanException("format.json");
    }
}
