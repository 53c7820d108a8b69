/** The management nodes, and which of them answers for which storage. */
@NullMarked
package org.strongroom.server.cluster;

import org.jspecify.annotations.NullMarked;
