package dev.shisa.server.document;

import java.util.List;

/** What a capability further along reads from a kind of document, besides what the template says that it decides. */
public interface DocumentDecides {

    DocumentKind kind();

    List<Decided> of(Document document, Version version);
}
