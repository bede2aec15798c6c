package dev.shisa.bom.internal;

import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.ls.LSInput;

/** A schema file of the class path, in the shape that the XML library asks for. */
final class SchemaInput implements LSInput {

    private final @Nullable String publicId;
    private final String systemId;
    private final InputStream bytes;

    SchemaInput(@Nullable String publicId, String systemId, InputStream bytes) {
        this.publicId = publicId;
        this.systemId = systemId;
        this.bytes = bytes;
    }

    @Override
    public @Nullable Reader getCharacterStream() {
        return null;
    }

    @Override
    public void setCharacterStream(Reader reader) {}

    @Override
    public InputStream getByteStream() {
        return bytes;
    }

    @Override
    public void setByteStream(InputStream stream) {}

    @Override
    public @Nullable String getStringData() {
        return null;
    }

    @Override
    public void setStringData(String data) {}

    @Override
    public String getSystemId() {
        return systemId;
    }

    @Override
    public void setSystemId(String id) {}

    @Override
    public @Nullable String getPublicId() {
        return publicId;
    }

    @Override
    public void setPublicId(String id) {}

    @Override
    public @Nullable String getBaseURI() {
        return null;
    }

    @Override
    public void setBaseURI(String uri) {}

    @Override
    public @Nullable String getEncoding() {
        return null;
    }

    @Override
    public void setEncoding(String encoding) {}

    @Override
    public boolean getCertifiedText() {
        return false;
    }

    @Override
    public void setCertifiedText(boolean certified) {}
}
