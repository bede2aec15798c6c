package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * SPDX 2.2 and 2.3 as RDF/XML. One streaming pass turns the elements into nodes with properties, whichever way the writer nests
 * them (RDF/XML leaves that open: a package may stand inside a relationship inside a package, or beside it); then the nodes are
 * read by the terms of the SPDX vocabulary. Nesting is followed without recursion, since a chain of dependencies nests as deep as it
 * is long. What SPDX does not use of RDF/XML (collections, reification, containers, literals of XML) is passed over.
 */
public final class SpdxRdf {

    static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    /** A file of the greatest size has less than half of it. */
    private static final int NODES_MAX = 500_000;

    /** Four levels for each link in a chain of dependencies. */
    private static final int DEPTH_MAX = 10_000;

    private static final int TEXT_CHARS_MAX = 8 << 20;
    private static final int LICENSE_PARTS_MAX = 1_000;
    private static final int LICENSE_DEPTH_MAX = 20;

    private static final Set<String> USED = Set.of(
            "specVersion",
            "name",
            "dataLicense",
            "creationInfo",
            "creator",
            "created",
            "describesPackage",
            "externalDocumentRef",
            "externalDocumentId",
            "spdxDocument",
            "versionInfo",
            "supplier",
            "originator",
            "primaryPackagePurpose",
            "sourceInfo",
            "checksum",
            "algorithm",
            "checksumValue",
            "licenseDeclared",
            "licenseConcluded",
            "licenseId",
            "licenseException",
            "licenseExceptionId",
            "member",
            "externalRef",
            "referenceType",
            "referenceLocator",
            "relationship",
            "relationshipType",
            "relatedSpdxElement");

    /** Of files only the relationships are followed; there are hundreds of each package. */
    private static final Set<String> USED_OF_FILES = Set.of("relationship");

    /** A property's value: a text, or the id of another node. */
    private record Value(String text, boolean reference) {}

    private static final class Node {
        final String id;
        String type;
        final String place;
        private final Map<String, List<Value>> values = new HashMap<>(4);

        Node(String id, String type, String place) {
            this.id = id;
            this.type = type;
            this.place = place;
        }

        List<Value> all(String name) {
            return values.getOrDefault(name, List.of());
        }

        String first(String name) {
            List<Value> all = all(name);
            return all.isEmpty() ? "" : all.getFirst().text();
        }

        boolean isFile() {
            return type.equals("File") || type.equals("Snippet");
        }
    }

    /** An open element: a node, or a property of one with the text that was met in it. */
    private static final class Open {
        final Node node;
        final String property;
        final StringBuilder text = new StringBuilder();
        boolean filled;

        Open(Node node, String property) {
            this.node = node;
            this.property = property;
        }
    }

    private final Spdx2 spdx = new Spdx2(BomFormat.SPDX_RDF);
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> documentIds = new HashMap<>();
    private String base = "";
    private int licenseParts;

    private SpdxRdf() {}

    /** Reads a file whose root is {@code rdf:RDF}. */
    public static Reading read(ByteSource source) throws IOException {
        SpdxRdf rdf = new SpdxRdf();
        try (InputStream bytes = source.open()) {
            rdf.nodes(BoundedXml.reader(bytes));
        } catch (XMLStreamException e) {
            rdf.spdx.intake.problem(BoundedXml.place(e), Kind.BROKEN_OFF, BoundedXml.reason(e));
        }
        Node document = rdf.nodes.values().stream()
                .filter(n -> n.type.equals("SpdxDocument"))
                .findFirst()
                .orElse(null);
        return document == null
                ? new Reading.Refused(Problem.at("/", Kind.NOT_A_BOM, "RDF without an SpdxDocument"))
                : rdf.document(document);
    }

    // ---- RDF/XML to nodes ----------------------------------------------------------------------

    private void nodes(XMLStreamReader in) throws XMLStreamException {
        Deque<Open> open = new ArrayDeque<>();
        boolean inRoot = false;
        while (BoundedXml.next(in)) {
            if (in.isStartElement()) {
                if (!inRoot) {
                    inRoot = true;
                    base = attribute(in, "http://www.w3.org/XML/1998/namespace", "base");
                    continue;
                }
                if (open.size() == DEPTH_MAX) {
                    throw new XMLStreamException("elements are nested deeper than " + DEPTH_MAX, in.getLocation());
                }
                start(in, open);
            } else if (in.isEndElement()) {
                end(open.pollFirst());
            } else if (BoundedXml.isText(in)) {
                text(in, open.peekFirst());
            }
        }
    }

    private void start(XMLStreamReader in, Deque<Open> open) throws XMLStreamException {
        Open above = open.peekFirst();
        if (above != null && above.property.isEmpty()) {
            property(in, above.node, open);
            return;
        }
        Node node = node(in);
        if (above != null) {
            add(above.node, above.property, new Value(node.id, true));
            above.filled = true;
        }
        open.push(new Open(node, ""));
    }

    private Node node(XMLStreamReader in) throws XMLStreamException {
        String type = in.getLocalName().equals("Description") ? "" : in.getLocalName();
        String about = attribute(in, RDF, "about");
        String local = attribute(in, RDF, "ID");
        String blank = attribute(in, RDF, "nodeID");
        String id = !about.isEmpty()
                ? absolute(about)
                : !local.isEmpty() ? absolute("#" + local) : !blank.isEmpty() ? "_:" + blank : "";
        Node node = node(id, type, in);
        for (int i = 0; i < in.getAttributeCount(); i++) {
            if (!RDF.equals(in.getAttributeNamespace(i))) {
                add(node, in.getAttributeLocalName(i), new Value(in.getAttributeValue(i), false));
            }
        }
        return node;
    }

    private Node node(String id, String type, XMLStreamReader in) throws XMLStreamException {
        if (nodes.size() == NODES_MAX) {
            throw new XMLStreamException("there are more than " + NODES_MAX + " things described", in.getLocation());
        }
        String key = id.isEmpty() ? "_:#" + nodes.size() : id;
        Node node = nodes.computeIfAbsent(
                key, k -> new Node(k, type, "line " + in.getLocation().getLineNumber()));
        if (node.type.isEmpty()) {
            node.type = type;
        }
        return node;
    }

    private void property(XMLStreamReader in, Node of, Deque<Open> open) throws XMLStreamException {
        String name = in.getLocalName();
        String resource = attribute(in, RDF, "resource");
        String blank = attribute(in, RDF, "nodeID");
        Open property = new Open(of, name);
        open.push(property);
        if (!resource.isEmpty() || !blank.isEmpty()) {
            String target = resource.isEmpty() ? "_:" + blank : absolute(resource);
            if (name.equals("type") && RDF.equals(in.getNamespaceURI())) {
                of.type = target.substring(Math.max(target.lastIndexOf('#'), target.lastIndexOf('/')) + 1);
            } else {
                add(of, name, new Value(target, true));
            }
            property.filled = true;
        } else if (attribute(in, RDF, "parseType").equals("Resource")) {
            Node inner = node("", "", in);
            add(of, name, new Value(inner.id, true));
            property.filled = true;
            // Its properties stand directly in this element, which ends both.
            open.pop();
            open.push(new Open(inner, ""));
        }
    }

    private void text(XMLStreamReader in, @Nullable Open open) throws XMLStreamException {
        if (open != null && !open.property.isEmpty() && !open.filled && USED.contains(open.property)) {
            if (open.text.length() + in.getTextLength() > TEXT_CHARS_MAX) {
                throw new XMLStreamException("a text is longer than " + TEXT_CHARS_MAX, in.getLocation());
            }
            open.text.append(in.getText());
        }
    }

    private void end(@Nullable Open open) {
        if (open != null && !open.property.isEmpty() && !open.filled) {
            add(open.node, open.property, new Value(open.text.toString().strip(), false));
        }
    }

    private static void add(Node node, String name, Value value) {
        if ((node.isFile() ? USED_OF_FILES : USED).contains(name)) {
            node.values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
        }
    }

    private String absolute(String iri) {
        return iri.startsWith("#") ? base.replaceFirst("#.*", "") + iri : iri;
    }

    private static String attribute(XMLStreamReader in, String namespace, String name) {
        String value = in.getAttributeValue(namespace, name);
        return value == null ? "" : value;
    }

    // ---- nodes to SPDX -------------------------------------------------------------------------

    private Reading document(Node document) {
        int hash = document.id.lastIndexOf('#');
        spdx.namespace = hash < 0 ? document.id : document.id.substring(0, hash);
        spdx.documentId = document.id.substring(hash + 1);
        spdx.version = document.first("specVersion");
        spdx.name = document.first("name");
        spdx.dataLicense = last(document.first("dataLicense"));
        for (Value creation : document.all("creationInfo")) {
            Node node = named(creation);
            node.all("creator").forEach(creator -> spdx.creator(creator.text(), node.place));
            if (!node.first("created").isEmpty()) {
                spdx.created(node.first("created"), node.place);
            }
        }
        for (Value other : document.all("externalDocumentRef")) {
            Node node = named(other);
            documentIds.put(node.first("spdxDocument").replaceFirst("#$", ""), node.first("externalDocumentId"));
        }
        for (Value described : document.all("describesPackage")) {
            spdx.describes(id(described.text()));
        }
        for (Node node : nodes.values()) {
            if (node.type.equals("Package")) {
                spdxPackage(node);
            } else if (node.isFile()) {
                spdx.file(id(node.id), node.place);
            }
        }
        for (Node node : nodes.values()) {
            for (Value relationship : node.all("relationship")) {
                Node between = named(relationship);
                spdx.relationship(
                        id(node.id),
                        upper(between.first("relationshipType").replaceFirst(".*relationshipType_", "")),
                        id(between.first("relatedSpdxElement")),
                        between.place);
            }
        }
        return spdx.done();
    }

    private void spdxPackage(Node node) {
        Draft draft = new Draft(node.place);
        draft.ref = id(node.id);
        draft.name = node.first("name");
        draft.version = node.first("versionInfo");
        draft.type = upper(node.first("primaryPackagePurpose").replaceFirst(".*purpose_", ""))
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        draft.supplier(Spdx2.actor(last(node.first("supplier"))));
        draft.supplier(Spdx2.actor(last(node.first("originator"))));
        for (Value checksum : node.all("checksum")) {
            Node sum = named(checksum);
            draft.hash(
                    sum.first("algorithm")
                            .replaceFirst(".*checksumAlgorithm_", "")
                            .toUpperCase(Locale.ROOT),
                    sum.first("checksumValue"));
        }
        for (String field : List.of("licenseDeclared", "licenseConcluded")) {
            for (Value value : node.all(field)) {
                licenseParts = 0;
                String expression = license(value, 0);
                if (licenseParts > LICENSE_PARTS_MAX) {
                    spdx.intake.problem(node.place, Kind.TOO_MANY, Integer.toString(LICENSE_PARTS_MAX), field);
                } else {
                    Spdx2.license(draft, expression);
                }
            }
        }
        for (Value reference : node.all("externalRef")) {
            Node external = named(reference);
            spdx.external(draft, external.first("referenceType"), external.first("referenceLocator"), external.place);
        }
        Spdx2.sourceInfo(draft, node.first("sourceInfo"));
        spdx.add(draft);
    }

    /** A licence as an expression; sets may hold sets, and a hostile file lets each hold the next twice. */
    private String license(Value value, int depth) {
        licenseParts += depth > LICENSE_DEPTH_MAX ? LICENSE_PARTS_MAX : 1;
        if (licenseParts > LICENSE_PARTS_MAX) {
            return "";
        }
        Node node = value.reference() ? nodes.get(value.text()) : null;
        if (node == null) {
            return last(value.text());
        }
        return switch (node.type) {
            case "ConjunctiveLicenseSet" -> members(node, " AND ", depth);
            case "DisjunctiveLicenseSet" -> members(node, " OR ", depth);
            case "OrLaterOperator" -> members(node, " ", depth) + "+";
            case "WithExceptionOperator" -> {
                Node exception =
                        named(node.all("licenseException").stream().findFirst().orElse(new Value("", true)));
                String id = exception.first("licenseExceptionId");
                yield members(node, " ", depth) + " WITH " + (id.isEmpty() ? last(exception.id) : id);
            }
            default -> node.first("licenseId").isEmpty() ? last(node.id) : node.first("licenseId");
        };
    }

    private String members(Node node, String operator, int depth) {
        List<String> members = new ArrayList<>();
        for (Value member : node.all("member")) {
            members.add(license(member, depth + 1));
        }
        String joined = String.join(operator, members);
        return members.size() > 1 ? "(" + joined + ")" : joined;
    }

    private Node named(Value value) {
        Node node = nodes.get(value.text());
        return node == null ? new Node(value.text(), "", "/") : node;
    }

    /** The identifier within this document, {@code DocumentRef-x:SPDXRef-y} in another, or a word for nobody and nothing. */
    private String id(String iri) {
        int hash = iri.lastIndexOf('#');
        String fragment = last(iri);
        if (hash < 0 || iri.substring(0, hash).equals(spdx.namespace)) {
            return fragment;
        }
        if (fragment.equals("NOASSERTION") || fragment.equals("NONE")) {
            return fragment;
        }
        return documentIds.getOrDefault(iri.substring(0, hash), "DocumentRef-unknown") + ":" + fragment;
    }

    /** The last part of an address of the SPDX vocabulary or licence list; other texts as they are. */
    private static String last(String iri) {
        if (!iri.startsWith("http://") && !iri.startsWith("https://")) {
            return iri;
        }
        String last = iri.substring(Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1);
        return last.equals("noassertion") || last.equals("none") ? last.toUpperCase(Locale.ROOT) : last;
    }

    /** {@code dependsOn} is DEPENDS_ON. */
    private static String upper(String camel) {
        return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
