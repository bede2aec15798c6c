package dev.shisa.cli;

import dev.shisa.ledger.ConsistencyProof;
import dev.shisa.ledger.Digest;
import dev.shisa.ledger.InclusionProof;
import dev.shisa.ledger.LedgerException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Proofs as JSON objects, with the field names of transparency-dev/merkle or those of own-proofs.json. */
final class ProofCases {

    private ProofCases() {}

    /** Whether the proof holds; malformed hashes, sizes and fields prove nothing. */
    static boolean holds(JsonNode proof) {
        try {
            return proof.has("size1") ? consistent(proof) : included(proof);
        } catch (LedgerException.Malformed | Json.WrongField e) {
            return false;
        }
    }

    private static boolean included(JsonNode proof) {
        OptionalLong index = Json.count(proof, proof.has("leafIdx") ? "leafIdx" : "index");
        OptionalLong size = Json.count(proof, proof.has("treeSize") ? "treeSize" : "size");
        Digest root = digest(proof, "root");
        Digest leaf = digest(proof, "leafHash");
        return index.isPresent()
                && size.isPresent()
                && new InclusionProof(index.getAsLong(), size.getAsLong(), path(proof))
                        .verify(leaf, root)
                        .holds();
    }

    private static boolean consistent(JsonNode proof) {
        OptionalLong first = Json.count(proof, "size1");
        OptionalLong second = Json.count(proof, "size2");
        Digest firstRoot = digest(proof, "root1");
        Digest secondRoot = digest(proof, "root2");
        return first.isPresent()
                && second.isPresent()
                && new ConsistencyProof(first.getAsLong(), second.getAsLong(), path(proof))
                        .verify(firstRoot, secondRoot)
                        .holds();
    }

    private static Digest digest(JsonNode proof, String field) {
        return Digest.of(Json.bytes(proof.path(field), field));
    }

    private static List<Digest> path(JsonNode proof) {
        JsonNode hashes = proof.path("proof");
        if (hashes.isNull() || hashes.isMissingNode()) {
            return List.of();
        }
        if (!hashes.isArray()) {
            throw new Json.WrongField("field.list", "proof");
        }
        List<Digest> path = new ArrayList<>();
        for (JsonNode hash : hashes) {
            path.add(Digest.of(Json.bytes(hash, "proof")));
        }
        return path;
    }
}
