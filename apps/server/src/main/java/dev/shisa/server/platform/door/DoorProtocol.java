package dev.shisa.server.platform.door;

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

    void guard(Connector connector, Connections connections) {
        this.connector = connector;
        endpoint.limit(connections);
    }

    @Override
    public void setAdapter(Adapter adapter) {
        Connector ours = connector;
        super.setAdapter(ours == null ? adapter : new AnswersForAll(ours));
    }

    /** {@code OPTIONS *} asks about all of the server (RFC 9110, section 9.3.7): the container answers it before any valve. */
    private static final class AnswersForAll extends CoyoteAdapter {

        private AnswersForAll(Connector connector) {
            super(connector);
        }

        @Override
        public void service(Request request, Response response) throws Exception {
            if (request.requestURI().equals("*")) {
                OwnHeaders.all().forEach(response::setHeader);
            }
            super.service(request, response);
        }
    }
}
