package dev.shisa.bom.internal;

import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML of unknown origin: no DTD, no entities from outside, nothing fetched. */
final class BoundedXml {

    private BoundedXml() {}

    static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    /** A reader that gives long texts in pieces, so that whoever takes them can stop. */
    static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = factory();
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory.createXMLStreamReader(in);
    }

    /** Whether the reader stands at a piece of text. */
    static boolean isText(XMLStreamReader in) {
        return in.isCharacters() || in.getEventType() == XMLStreamReader.CDATA;
    }

    /** Goes one step on; false at the end of the document. A document type is refused: it would be there for entities only. */
    static boolean next(XMLStreamReader in) throws XMLStreamException {
        if (!in.hasNext()) {
            return false;
        }
        if (in.next() == XMLStreamReader.DTD) {
            throw new XMLStreamException("it declares a document type (DTD), which no list needs", in.getLocation());
        }
        return true;
    }

    /** What is wrong, without the parser's own account of the place. */
    static String reason(XMLStreamException e) {
        return String.valueOf(e.getMessage()).replaceFirst("(?s)^.*Message: ", "");
    }

    static String place(XMLStreamException e) {
        return "line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNumber());
    }
}
