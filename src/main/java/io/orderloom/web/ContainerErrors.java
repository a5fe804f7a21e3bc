package io.orderloom.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What went wrong before or after the controllers, told as a problem document like everything else. */
@Hidden
@Controller
@OpenRoute("Only tells what went wrong with another request")
class ContainerErrors implements ErrorController {

    private final ProblemWriter problems;

    ContainerErrors(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("${server.error.path:/error}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        if (failure instanceof SocketTimeoutException) {
            // the container could not read the body to its end in time
            problems.write(request, response, ProblemReading.ofStatus(408).document());
        } else if (failure instanceof ClientAbortException) {
            problems.write(request, response, ProblemReading.ofStatus(400).document());
        } else if (failure instanceof Throwable thrown) {
            problems.write(request, response, rootOf(thrown));
        } else {
            ProblemReading.Read read = ProblemReading.ofStatus(status instanceof Integer code ? code : 404);
            problems.write(request, response, read.document());
        }
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof ServletException && cause != null ? cause : thrown;
    }
}
