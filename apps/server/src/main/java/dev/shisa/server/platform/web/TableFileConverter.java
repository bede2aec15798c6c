package dev.shisa.server.platform.web;

import java.io.IOException;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/** Sends a {@link TableFile} line by line. */
final class TableFileConverter extends AbstractHttpMessageConverter<TableFile> {

    TableFileConverter() {
        super(MediaType.ALL);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == TableFile.class;
    }

    @Override
    protected TableFile readInternal(Class<? extends TableFile> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("a table is not read", message);
    }

    @Override
    protected void writeInternal(TableFile table, HttpOutputMessage message) throws IOException {
        table.write(message.getBody());
    }
}
