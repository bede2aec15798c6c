package dev.shisa.server.platform.door;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** What the container says of a request that never became one of ours, with our headers. The container makes it by its name. */
public final class OwnErrorReport extends ErrorReportValve {

    public OwnErrorReport() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        OwnHeaders.complete(response);
        super.report(request, response, failure);
    }
}
