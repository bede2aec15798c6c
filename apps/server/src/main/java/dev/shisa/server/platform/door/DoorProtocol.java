package dev.shisa.server.platform.door;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 over {@link DoorEndpoint}. The container makes it by its name, so it is public. */
public final class DoorProtocol extends Http11NioProtocol {

    private final DoorEndpoint endpoint;
    private @Nullable Connector connector;

    public DoorProtocol() {
        this(new DoorEndpoint());
    }

    private DoorProtocol(DoorEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    /**
     * @param connections all of them
     * @param frames those that speak HTTP/2
     */
    void guard(Connector connector, Connections connections, Connections frames, Handshakes handshakes) {
        this.connector = connector;
        endpoint.guard(connections, frames, handshakes);
    }

    @Override
    public void setAdapter(Adapter adapter) {
        Connector ours = connector;
        super.setAdapter(ours == null ? adapter : new AnswersForAll(ours));
    }

    /**
     * What the container answers before any valve has our headers, too: {@code OPTIONS *}, which asks about all of the server (RFC 9110,
     * section 9.3.7), and what it has refused already, for a head that is none.
     */
    private static final class AnswersForAll extends CoyoteAdapter {

        private AnswersForAll(Connector connector) {
            super(connector);
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            if (request.requestURI().equals("*") || response.getStatus() != HttpServletResponse.SC_OK) {
                OwnHeaders.all().forEach(response::setHeader);
            }
            super.service(request, response);
        }
    }
}
