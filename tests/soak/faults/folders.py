"""The embedded server's folder where it cannot be used."""

from lib.embedded import sharing
from lib.errors import UnwritableFolder
from tests.soak.faults.world import World


def read_only_folder(world: World) -> None:
    """The embedded server's folder lies on a disk that cannot be written."""
    if not world.has_small_disk:
        return
    folder = world.disk.with_name(world.disk.name + " read-only")
    folder.mkdir()
    world.run_program("mount", "-t", "tmpfs", "-o", "size=1m,ro", "none", str(folder))
    try:
        sharing.share(folder / "home")
    except UnwritableFolder as error:
        world.sentence(error)
    except Exception as error:  # noqa: BLE001
        world.sentence(error)
    else:
        world.wrong.append("a server was started on a disk that cannot be written")
    finally:
        world.run_program("umount", "-l", str(folder))
        folder.rmdir()
