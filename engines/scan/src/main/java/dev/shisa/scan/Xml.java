package dev.shisa.scan;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML of unknown origin, read part by part: no declarations of entities, nothing fetched, limits on depth, number and size of
 * what is held at once.
 */
final class Xml {

    /** Reports nest about ten deep. */
    static final int DEPTH_MAX = 60;

    /** A host with all its ports and scripts has some hundred thousand. */
    static final int ELEMENTS_MAX = 2_000_000;

    private static final int PART_ELEMENTS_MAX = 700_000;
    private static final int TEXT_CHARS_MAX = 1 << 20;

    private Xml() {}

    /** One element. {@code children} are there if it was asked for as a whole, and {@code text} is what stands before them. */
    record Element(String name, int line, Map<String, String> attributes, List<Element> children, StringBuilder words) {

        String attribute(String attribute) {
            return attributes.getOrDefault(attribute, "");
        }

        String text() {
            return words.toString().strip();
        }

        List<Element> all(String child) {
            return children.stream().filter(c -> c.name.equals(child)).toList();
        }

        Optional<Element> first(String child) {
            return children.stream().filter(c -> c.name.equals(child)).findFirst();
        }

        /** The text of the first child of this name; empty if there is none. */
        String text(String child) {
            return first(child).map(Element::text).orElse("");
        }

        /** A port's number: 0 where the tool speaks of none. */
        int port(String written) throws UnreadableScanException {
            return Texts.port(written, "" + line);
        }
    }

    /** Takes the elements in their order. */
    @FunctionalInterface
    interface Visitor {
        /** The element at this path of names, as {@code nmaprun/host}; whole ones with all that is in them. */
        void visit(String path, Element element) throws UnreadableScanException;
    }

    /**
     * Walks a document.
     *
     * @param whole which paths are handed over with their content; what is inside them is not visited by itself
     */
    static void walk(byte[] bytes, Predicate<String> whole, Visitor visitor) throws UnreadableScanException {
        XMLStreamReader reader = null;
        try {
            reader = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
            walk(reader, whole, visitor);
        } catch (XMLStreamException e) {
            var at = e.getLocation();
            throw new UnreadableScanException("xml", at == null ? "1" : "" + at.getLineNumber(), reason(e));
        } finally {
            close(reader);
        }
    }

    /** The name of the root element. */
    static String root(byte[] bytes) throws UnreadableScanException {
        XMLStreamReader reader = null;
        try {
            reader = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    return reader.getLocalName();
                }
            }
            return "";
        } catch (XMLStreamException e) {
            var at = e.getLocation();
            throw new UnreadableScanException("xml", at == null ? "1" : "" + at.getLineNumber(), reason(e));
        } finally {
            close(reader);
        }
    }

    private static void walk(XMLStreamReader reader, Predicate<String> whole, Visitor visitor)
            throws XMLStreamException, UnreadableScanException {
        List<String> path = new ArrayList<>();
        // The elements of the part that is held, from its top down; empty outside of such parts.
        List<Element> held = new ArrayList<>();
        String partPath = "";
        int elements = 0;
        int partElements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.add(reader.getLocalName());
                    if (path.size() > DEPTH_MAX) {
                        throw new UnreadableScanException("depth", "" + line(reader), "" + DEPTH_MAX);
                    }
                    if (++elements > ELEMENTS_MAX || ++partElements > PART_ELEMENTS_MAX) {
                        throw new UnreadableScanException("elements", "" + line(reader));
                    }
                    Element element = element(reader);
                    if (!held.isEmpty()) {
                        held.getLast().children.add(element);
                        held.add(element);
                    } else {
                        partElements = 0;
                        String here = String.join("/", path);
                        if (whole.test(here)) {
                            partPath = here;
                            held.add(element);
                        } else {
                            visitor.visit(here, element);
                        }
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    path.removeLast();
                    if (!held.isEmpty()) {
                        Element ended = held.removeLast();
                        if (held.isEmpty()) {
                            visitor.visit(partPath, ended);
                        }
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!held.isEmpty()) {
                        StringBuilder words = held.getLast().words;
                        String text = reader.getText();
                        if (words.length() + text.length() > TEXT_CHARS_MAX) {
                            throw new UnreadableScanException("text", "" + line(reader), "" + TEXT_CHARS_MAX);
                        }
                        words.append(text);
                    }
                }
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new UnreadableScanException(
                            "entity", "" + line(reader), String.valueOf(reader.getLocalName()));
                default -> {
                    // Comments, instructions and the name of the document type say nothing about the scan.
                }
            }
        }
    }

    private static Element element(XMLStreamReader reader) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return new Element(reader.getLocalName(), line(reader), attributes, new ArrayList<>(), new StringBuilder());
    }

    private static int line(XMLStreamReader reader) {
        return reader.getLocation().getLineNumber();
    }

    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        // The JDK's reader writes "ParseError at [row,col]:[1,2]", then "Message: …".
        int at = message.indexOf("Message: ");
        return at < 0 ? message : message.substring(at + "Message: ".length());
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    private static void close(@org.jspecify.annotations.Nullable XMLStreamReader reader)
            throws UnreadableScanException {
        if (reader != null) {
            try {
                reader.close();
            } catch (XMLStreamException e) {
                throw new UnreadableScanException("xml", "1", reason(e));
            }
        }
    }
}
