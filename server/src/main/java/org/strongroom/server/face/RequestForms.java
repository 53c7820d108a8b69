package org.strongroom.server.face;

import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose form others read differently, such as a proxy before the server, before
 * any face sees them, and keeps all of them in HTTP.
 */
final class RequestForms {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");

  /** Where a proxy reads one of two, and the server the other, they disagree on who asks what. */
  private static final List<String> ONCE =
      List.of(
          "Authorization",
          "X-Auth-Token",
          "X-Subject-Token",
          "X-Console-Token",
          "X-Job-UUID",
          "Origin",
          "Content-Type",
          "Content-Encoding",
          "Upload-Offset",
          "Upload-Length");

  private static final List<String> OTHER_PROTOCOLS =
      List.of("Upgrade", "HTTP2-Settings", "Sec-WebSocket-Key", "Sec-WebSocket-Version");

  private RequestForms() {}

  /** Has a connector look at what comes in. */
  static void apply(HttpConfiguration http) {
    http.setHttpCompliance(HttpCompliance.STRICT); // the default ends lines at a bare LF
    http.addCustomizer((request, answer) -> refuseUnknownMethod(request));
    http.addCustomizer((request, answer) -> refuseBrokenEscapes(request));
    http.addCustomizer((request, answer) -> refuseRepeatedHeaders(request));
    http.addCustomizer((request, answer) -> refuseOtherCodings(request));
    http.addCustomizer((request, answer) -> refuseOtherTargets(request));
    http.addCustomizer((request, answer) -> staysInHttp(request));
  }

  /** Before anything keeps the name: there are as many methods as clients can write. */
  private static Request refuseUnknownMethod(Request request) {
    if (!METHODS.contains(request.getMethod())) {
      throw refused(501, "its method is not known");
    }
    return request;
  }

  /**
   * Here once for paths and query strings of all faces: decoders fail at them in their own ways, or
   * put something else into the place of what is no text.
   */
  private static Request refuseBrokenEscapes(Request request) {
    String sent = request.getHttpURI().getPathQuery();
    if (sent != null && hasBrokenEscape(sent)) {
      throw refused(
          400, "its path or query string has a % that is not followed by two hexadecimal digits");
    }
    if (!isUtf8(request.getHttpURI().getQuery())) { // of paths the library sees to it
      throw refused(400, "its query string is not UTF-8");
    }
    return request;
  }

  private static boolean hasBrokenEscape(String sent) {
    for (int at = sent.indexOf('%'); at >= 0; at = sent.indexOf('%', at + 1)) {
      if (at + 2 >= sent.length()
          || !HexFormat.isHexDigit(sent.charAt(at + 1))
          || !HexFormat.isHexDigit(sent.charAt(at + 2))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUtf8(@Nullable String query) {
    if (query == null || query.indexOf('%') < 0) {
      return true;
    }
    try {
      FormText.decoded(query);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Request refuseRepeatedHeaders(Request request) {
    HttpFields headers = request.getHeaders();
    for (String name : ONCE) {
      if (headers.getFields(name).size() > 1) {
        throw refused(400, "its header " + name + " is there twice");
      }
    }
    return request;
  }

  /** HTTP/1.0 knows no chunks, and a coding that is passed over makes other bytes of a body. */
  private static Request refuseOtherCodings(Request request) {
    String coding = request.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
    if (coding == null) {
      return request;
    }
    if (!request.getConnectionMetaData().getHttpVersion().equals(HttpVersion.HTTP_1_1)) {
      throw refused(400, "Transfer-Encoding needs HTTP/1.1");
    }
    if (!coding.strip().equalsIgnoreCase("chunked")) {
      throw refused(501, "its Transfer-Encoding is not chunked");
    }
    return request;
  }

  /** The request line may name the server, but not as whom or how it is asked. */
  private static Request refuseOtherTargets(Request request) {
    HttpURI target = request.getHttpURI();
    HttpScheme own =
        request.getConnectionMetaData().isSecure() ? HttpScheme.HTTPS : HttpScheme.HTTP;
    if (target.getUser() != null
        || target.getFragment() != null
        || (target.getScheme() != null && !own.is(target.getScheme()))) {
      throw refused(400, "its line names a user, a fragment, or another scheme");
    }
    return request;
  }

  /**
   * Nobody is taken to another protocol, so a wish for it is passed over (RFC 9110, section 7.8).
   * The library would see to one for WebSockets past all that others go through, and remember each.
   */
  private static Request staysInHttp(Request request) {
    if (OTHER_PROTOCOLS.stream().noneMatch(request.getHeaders()::contains)) {
      return request;
    }
    HttpFields.Mutable left = HttpFields.build(request.getHeaders());
    OTHER_PROTOCOLS.forEach(left::remove);
    HttpFields headers = left.asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return headers;
      }
    };
  }

  private static HttpException.RuntimeException refused(int status, String reason) {
    return new HttpException.RuntimeException(status, reason);
  }
}
