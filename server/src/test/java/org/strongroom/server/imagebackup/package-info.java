/** Image backups over real SSH servers, judged by real tools. */
@org.jspecify.annotations.NullMarked
package org.strongroom.server.imagebackup;
