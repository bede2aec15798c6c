package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import javax.xml.transform.stax.StAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** CycloneDX 1.2 to 1.7 in XML: checked against the official XSD in one streaming pass, taken in another. */
public final class CycloneDxXml {

    private static final String NAMESPACE = "http://cyclonedx.org/schema/bom/";

    /** 1.7's XSD is not in the jar of schemas: such a file is read, and the missing check is told. */
    private static final Set<String> WITH_XSD = Set.of("1.2", "1.3", "1.4", "1.5", "1.6");

    /** What a composition may be about. */
    private static final Set<String> ABOUT = Set.of("assemblies", "dependencies", "vulnerabilities");

    private static final int NESTED_MAX = 50;
    private static final int DEPTH_MAX = 200;
    private static final int TEXT_CHARS_MAX = 8 << 20;
    private static final Map<String, Schema> SCHEMAS = new HashMap<>();

    private final Intake intake = new Intake(BomFormat.CYCLONEDX_XML);
    private final XMLStreamReader in;
    private boolean more = true;

    private CycloneDxXml(XMLStreamReader in) {
        this.in = in;
    }

    /** Reads a file whose root is {@code bom} in the given namespace. */
    public static Reading read(ByteSource source, String namespace) throws IOException {
        String version = namespace.startsWith(NAMESPACE) ? namespace.substring(NAMESPACE.length()) : namespace;
        try (InputStream bytes = source.open()) {
            XMLStreamReader in = BoundedXml.factory().createXMLStreamReader(bytes);
            CycloneDxXml reader = new CycloneDxXml(in);
            reader.intake.specVersion = version;
            reader.validate(source, version);
            try {
                reader.document();
            } catch (XMLStreamException e) {
                reader.intake.problem(BoundedXml.place(e), Kind.BROKEN_OFF, BoundedXml.reason(e));
            }
            return reader.intake.done();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    // ---- schema --------------------------------------------------------------------------------

    private void validate(ByteSource source, String version) throws IOException {
        if (version.equals("1.7")) {
            intake.problem("line 1", Kind.NOT_CHECKED, version);
            return;
        }
        if (!WITH_XSD.contains(version)) {
            intake.problem("line 1", Kind.UNKNOWN_VERSION, version, "1.6");
            return;
        }
        try (InputStream bytes = source.open()) {
            Placed placed = new Placed(BoundedXml.factory().createXMLStreamReader(bytes));
            Collector collector = new Collector(placed);
            Validator validator = schema(version).newValidator();
            validator.setErrorHandler(collector);
            try {
                validator.validate(new StAXSource(placed));
            } catch (SAXParseException e) {
                collector.error(e);
            }
        } catch (SAXException | XMLStreamException e) {
            // Not well-formed: the pass that takes the content meets the same place and tells it.
        }
    }

    /** Knows in which element it is. */
    private static final class Placed extends StreamReaderDelegate {
        private final ArrayDeque<String> open = new ArrayDeque<>();
        private boolean ended;

        Placed(XMLStreamReader in) {
            super(in);
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            if (ended) {
                open.removeLast();
            }
            if (event == START_ELEMENT) {
                open.addLast(getLocalName());
            }
            ended = event == END_ELEMENT;
            return event;
        }

        /** The names of the elements below the root, without the last {@code leaving}. */
        String place(int leaving) {
            return open.stream()
                    .skip(1)
                    .limit(Math.max(0, open.size() - 1 - leaving))
                    .map(name -> "/" + name)
                    .collect(Collectors.joining());
        }
    }

    /** Each violation with its line; the validator goes on behind it. */
    private final class Collector implements ErrorHandler {
        private final Placed placed;

        Collector(Placed placed) {
            this.placed = placed;
        }

        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) {
            String message = String.valueOf(e.getMessage());
            int colon = message.indexOf(": ");
            String rule = colon > 0 ? message.substring(0, colon) : "schema";
            // Behind an element that is not expected, nothing else of the same parent is told.
            boolean ofParent = rule.startsWith("cvc-complex-type.2.");
            intake.problem(
                    Problem.at(
                            "line " + Math.max(1, e.getLineNumber()),
                            Kind.SCHEMA,
                            rule,
                            message.substring(Math.max(0, colon + 1))),
                    Harmless.isPlace(placed.place(ofParent ? 1 : 0)));
        }

        @Override
        public void fatalError(SAXParseException e) {
            error(e);
        }
    }

    private static Schema schema(String version) throws IOException, SAXException {
        synchronized (SCHEMAS) {
            Schema known = SCHEMAS.get(version);
            if (known == null) {
                SchemaFactory factory = SchemaFactory.newDefaultInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                // The official schema repeats elements more often than the parser's own limit lets it.
                factory.setProperty("jdk.xml.maxOccurLimit", 20_000);
                factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
                factory.setResourceResolver((_, _, publicId, systemId, _) -> input(publicId, systemId));
                try (InputStream xsd = resource("bom-" + version + ".xsd")) {
                    known = factory.newSchema(new StreamSource(xsd, "bom-" + version + ".xsd"));
                }
                SCHEMAS.put(version, known);
            }
            return known;
        }
    }

    private static InputStream resource(String name) {
        InputStream in = CycloneDxXml.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("there is no schema " + name + " on the class path");
        }
        return in;
    }

    private static LSInput input(@Nullable String publicId, String systemId) {
        String name = systemId.substring(systemId.lastIndexOf('/') + 1);
        return new SchemaInput(publicId, systemId, resource(name.endsWith(".xsd") ? name : name + ".xsd"));
    }

    // ---- content -------------------------------------------------------------------------------

    private void document() throws XMLStreamException {
        in.nextTag();
        String serial = in.getAttributeValue(null, "serialNumber");
        intake.serial = serial == null ? "" : serial;
        children(name -> {
            switch (name) {
                case "metadata" -> metadata();
                case "components" -> components("", 0);
                case "dependencies" -> children(_ -> dependency());
                case "services" -> services(0);
                case "compositions" -> children(_ -> composition());
                default -> skip();
            }
        });
    }

    private void composition() throws XMLStreamException {
        String place = "line " + in.getLocation().getLineNumber();
        Set<String> about = new HashSet<>();
        StringBuilder aggregate = new StringBuilder();
        children(name -> {
            if (name.equals("aggregate") && aggregate.isEmpty()) {
                aggregate.append(text().strip());
            } else {
                if (ABOUT.contains(name)) {
                    about.add(name);
                }
                skip();
            }
        });
        // One may be about relations or vulnerabilities alone.
        if (about.isEmpty() || about.contains("assemblies")) {
            intake.composition(aggregate.toString(), place);
        }
    }

    @FunctionalInterface
    private interface Child {
        /** Reads one element up to its end. */
        void read(String name) throws XMLStreamException;
    }

    /** The elements directly below the present one. */
    private void children(Child child) throws XMLStreamException {
        while (in.next() != XMLStreamReader.END_ELEMENT) {
            if (in.isStartElement()) {
                child.read(in.getLocalName());
            }
        }
    }

    private void skip() throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = in.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                if (++depth > DEPTH_MAX) {
                    throw new XMLStreamException("elements are nested deeper than " + DEPTH_MAX, in.getLocation());
                }
            } else if (event == XMLStreamReader.END_ELEMENT) {
                depth--;
            }
        }
    }

    /** The text of an element without children; of one with children, what stands before the first. */
    private String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (in.next() != XMLStreamReader.END_ELEMENT) {
            if (in.isCharacters()) {
                text.append(in.getText());
                if (text.length() > TEXT_CHARS_MAX) {
                    throw new XMLStreamException("a text is longer than " + TEXT_CHARS_MAX, in.getLocation());
                }
            } else if (in.isStartElement()) {
                skip();
            }
        }
        return text.toString().strip();
    }

    private String attribute(String name) {
        String value = in.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private String line() {
        return "line " + in.getLocation().getLineNumber();
    }

    private void metadata() throws XMLStreamException {
        children(name -> {
            switch (name) {
                case "timestamp" -> intake.created = text();
                case "tools" -> children(_ -> tool());
                case "authors" -> children(_ -> first(intake.authors, "name", "email"));
                case "manufacture", "manufacturer", "supplier" -> first(intake.authors, "name");
                case "component" -> intake.subject(component("", 0));
                default -> skip();
            }
        });
    }

    private void tool() throws XMLStreamException {
        if (in.getLocalName().equals("components") || in.getLocalName().equals("services")) {
            children(_ -> tool());
            return;
        }
        Map<String, String> fields = fields();
        intake.tools.add((fields.getOrDefault("name", "") + " " + fields.getOrDefault("version", "")).strip());
    }

    private void first(List<String> texts, String... names) throws XMLStreamException {
        Map<String, String> fields = fields();
        for (String name : names) {
            String text = fields.getOrDefault(name, "");
            if (!text.isEmpty()) {
                texts.add(text);
                return;
            }
        }
    }

    private Map<String, String> fields() throws XMLStreamException {
        Map<String, String> fields = new HashMap<>();
        children(name -> fields.putIfAbsent(name, text()));
        return fields;
    }

    private void components(String parent, int depth) throws XMLStreamException {
        if (depth > NESTED_MAX) {
            intake.problem(line(), Kind.TOO_MANY, Integer.toString(NESTED_MAX), "levels of components");
            skip();
            return;
        }
        children(name -> {
            if (!more || !name.equals("component")) {
                skip();
            } else {
                Draft draft = component(parent, depth);
                more = intake.add(draft);
            }
        });
    }

    /** Components within it are taken before it, so that one pass serves. */
    private Draft component(String parent, int depth) throws XMLStreamException {
        Draft draft = new Draft(line());
        draft.ref = attribute("bom-ref");
        draft.type = attribute("type");
        draft.parent = parent;
        children(name -> {
            switch (name) {
                case "group" -> draft.group = text();
                case "name" -> draft.name = text();
                case "version" -> draft.version = text();
                case "supplier", "manufacturer" -> draft.supplier(fields().getOrDefault("name", ""));
                case "publisher", "author" -> draft.supplier(text());
                case "authors" -> children(_ -> draft.supplier(fields().getOrDefault("name", "")));
                case "purl" -> draft.purl(text());
                case "cpe" -> draft.cpe(text());
                case "hashes" ->
                    children(_ -> {
                        String algorithm = attribute("alg");
                        draft.hash(algorithm, text());
                    });
                case "licenses" -> children(this.licence(draft));
                case "pedigree" -> pedigree(draft);
                case "properties" ->
                    children(_ -> {
                        String key = attribute("name");
                        draft.property(key, text());
                    });
                case "components" -> components(draft.ref.isEmpty() ? "#" + draft.place : draft.ref, depth + 1);
                default -> skip();
            }
        });
        return draft;
    }

    private Child licence(Draft draft) {
        return name -> {
            if (name.equals("expression")) {
                draft.license(text(), true);
            } else {
                Map<String, String> fields = fields();
                draft.license(fields.getOrDefault("id", ""), true);
                draft.license(fields.getOrDefault("name", ""), false);
            }
        };
    }

    private void pedigree(Draft draft) throws XMLStreamException {
        children(name -> {
            switch (name) {
                case "commits" -> children(_ -> draft.commit(fields().getOrDefault("uid", "")));
                case "patches" ->
                    children(_ -> children(part -> {
                        if (part.equals("resolves")) {
                            children(_ -> draft.resolved(fields().getOrDefault("id", "")));
                        } else {
                            skip();
                        }
                    }));
                default -> skip();
            }
        });
    }

    private void services(int depth) throws XMLStreamException {
        children(_ -> {
            intake.otherRef(attribute("bom-ref"));
            children(name -> {
                if (name.equals("services") && depth < NESTED_MAX) {
                    services(depth + 1);
                } else {
                    skip();
                }
            });
        });
    }

    private void dependency() throws XMLStreamException {
        String ref = attribute("ref");
        String place = line();
        if (!ref.isEmpty()) {
            intake.dependsOnNothingYet(ref, place);
        }
        children(_ -> {
            String needed = attribute("ref");
            if (!ref.isEmpty() && in.getLocalName().equals("dependency")) {
                intake.dependency(ref, needed, place);
            }
            skip();
        });
    }
}
