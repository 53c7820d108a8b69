/** OVAs found on a node that the catalog does not know yet. */
@NullMarked
package org.strongroom.server.imagebackup.discovery;

import org.jspecify.annotations.NullMarked;
