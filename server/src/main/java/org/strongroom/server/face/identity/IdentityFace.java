package org.strongroom.server.face.identity;

import io.javalin.config.RoutesConfig;
import org.strongroom.server.call.Calls;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.identity.LogIns;
import org.strongroom.server.identity.Tokens;

/** The routes of the identity face. They come before those under {@code /v3/{project_id}}. */
public final class IdentityFace {
  private final VersionPages versions;
  private final TokenPages tokenPages;
  private final DirectoryPages directoryPages;
  private final RoleAssignmentPages roleAssignments;

  public IdentityFace(
      Calls calls, Tokens tokens, LogIns logIns, RequestBodies bodies, PublicUrl publicUrl) {
    IdentityAnswers answers = new IdentityAnswers(publicUrl);
    Directory directory = new Directory(calls);
    versions = new VersionPages(publicUrl, answers);
    tokenPages = new TokenPages(tokens, logIns, bodies, publicUrl, answers);
    directoryPages = new DirectoryPages(directory, tokens, publicUrl, answers);
    roleAssignments = new RoleAssignmentPages(directory, tokens, publicUrl, answers);
  }

  public void register(RoutesConfig routes) {
    versions.register(routes);
    tokenPages.register(routes);
    directoryPages.register(routes);
    roleAssignments.register(routes);
  }
}
