package org.strongroom.server.face.console.page;

import java.util.List;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.html.Node;

/**
 * A page without its frame.
 *
 * @param way to it, without itself
 */
public record Page(List<Frame.Crumb> way, String title, Node content) {}
