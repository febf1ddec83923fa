"""The writers of campaigns and of appointments."""
