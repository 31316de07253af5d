"""Accounts 帳號: who signs in, invited by an administrator, with which roles 角色."""
