"""The `hearthside` command, for tools that look for manage.py."""

from hearthside.config.cli import main

if __name__ == "__main__":
    main()
