/** What a backup of a volume reads, and onto which storage it goes. */
@NullMarked
package org.strongroom.server.volume.backup;

import org.jspecify.annotations.NullMarked;
